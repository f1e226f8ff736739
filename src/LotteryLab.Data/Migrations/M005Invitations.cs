namespace LotteryLab.Data.Migrations;

/// <summary>One-time codes with which people make their own accounts.</summary>
internal sealed class M005Invitations : IMigration
{
    public int Version => 5;

    public string Sql => """
        CREATE TABLE invitations (
            Id TEXT NOT NULL PRIMARY KEY, CodeHash TEXT NOT NULL, Role TEXT NOT NULL, Label TEXT NOT NULL, Created INTEGER NOT NULL, Expires INTEGER NOT NULL, UsedBy TEXT NULL);
        CREATE UNIQUE INDEX invitations_code ON invitations (CodeHash);
        """;
}
