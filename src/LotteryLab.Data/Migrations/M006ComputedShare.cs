namespace LotteryLab.Data.Migrations;

/// <summary>How much of the dense multiply-adds a training did. Experiments that leave pruned weights out are read in again from their folders.</summary>
internal sealed class M006ComputedShare : IMigration
{
    public int Version => 6;

    public string Sql => """
        ALTER TABLE rounds ADD COLUMN ComputedShare REAL NULL;
        UPDATE experiments SET EventsPosition = 0 WHERE SpecText LIKE '%"sparse"%"auto"%';
        """;
}
