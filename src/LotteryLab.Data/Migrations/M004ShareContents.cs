namespace LotteryLab.Data.Migrations;

/// <summary>Which sites may show a shared page inside theirs, and what a link leaves out.</summary>
internal sealed class M004ShareContents : IMigration
{
    public int Version => 4;

    public string Sql => """
        ALTER TABLE share_links ADD COLUMN AllowedParents TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE share_links ADD COLUMN Contents TEXT NOT NULL DEFAULT '{}';
        """;
}
