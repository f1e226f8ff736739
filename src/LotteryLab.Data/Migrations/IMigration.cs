namespace LotteryLab.Data.Migrations;

/// <summary>One step from an older database to a newer one. Never changed once it was released: the next change is the next class.</summary>
internal interface IMigration
{
    /// <summary>1, 2, 3 ... without gaps.</summary>
    int Version { get; }

    /// <summary>SQL that runs in one transaction.</summary>
    string Sql { get; }
}
