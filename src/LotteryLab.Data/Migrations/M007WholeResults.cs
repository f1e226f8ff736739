namespace LotteryLab.Data.Migrations;

/// <summary>The result of a round as one record. Results that are there already take what was known of them along, what was not stays null.</summary>
internal sealed class M007WholeResults : IMigration
{
    public int Version => 7;

    // SQLite writes numbers into JSON with 15 digits in older versions; 17 digits are the same number again.
    public string Sql => $"""
        ALTER TABLE rounds ADD COLUMN Result TEXT NULL;
        UPDATE rounds SET Result = json_object(
            'replicate', Replicate, 'branch', Branch, 'method', NULL, 'draw', Draw, 'round', Number, 'prunable', Prunable, 'kept', Kept, 'tensors', NULL,
            'earlyStopIteration', EarlyStopIteration, 'testAccuracyAtEarlyStop', {Number("TestAccuracyAtEarlyStop")}, 'finalTestAccuracy', {Number("FinalTestAccuracy")},
            'finalTrainAccuracy', {Number("FinalTrainAccuracy")}, 'computedShare', {Number("ComputedShare")},
            'trainingKey', TrainingKey, 'startKey', StartKey, 'maskKey', MaskKey)
            WHERE IsFinished AND Kept IS NOT NULL AND FinalTestAccuracy IS NOT NULL;
        ALTER TABLE rounds DROP COLUMN EarlyStopIteration;
        ALTER TABLE rounds DROP COLUMN TestAccuracyAtEarlyStop;
        ALTER TABLE rounds DROP COLUMN FinalTrainAccuracy;
        ALTER TABLE rounds DROP COLUMN ComputedShare;
        """;

    private static string Number(string column) => $"CASE WHEN {column} IS NOT NULL THEN json(printf('%!.17g', {column})) END";
}
