namespace LotteryLab.Data.Migrations;

/// <summary>Users, their tokens, and links for those who have no account.</summary>
internal sealed class M003PeopleAndShares : IMigration
{
    public int Version => 3;

    public string Sql => """
        CREATE TABLE share_links (
            Id TEXT NOT NULL PRIMARY KEY, TokenHash TEXT NOT NULL, Kind TEXT NOT NULL, Targets TEXT NOT NULL, Label TEXT NOT NULL,
            IsAnonymous INTEGER NOT NULL, AllowsDownload INTEGER NOT NULL, AllowsEmbedding INTEGER NOT NULL, Snapshot TEXT NULL, Owner TEXT NOT NULL,
            Created INTEGER NOT NULL, Expires INTEGER NULL, Revoked INTEGER NULL, LastUsed INTEGER NULL, Uses INTEGER NOT NULL);
        CREATE UNIQUE INDEX share_links_token ON share_links (TokenHash);
        CREATE TABLE users (
            Id INTEGER NOT NULL PRIMARY KEY, Name TEXT NOT NULL COLLATE NOCASE, PasswordHash TEXT NOT NULL, Role TEXT NOT NULL, IsDisabled INTEGER NOT NULL,
            SecurityStamp TEXT NOT NULL, Created INTEGER NOT NULL, LastSignIn INTEGER NULL);
        CREATE UNIQUE INDEX users_name ON users (Name);
        CREATE TABLE api_tokens (
            Id TEXT NOT NULL PRIMARY KEY, TokenHash TEXT NOT NULL, Label TEXT NOT NULL, Role TEXT NOT NULL, Owner TEXT NOT NULL,
            Created INTEGER NOT NULL, Expires INTEGER NULL, LastUsed INTEGER NULL);
        CREATE UNIQUE INDEX api_tokens_token ON api_tokens (TokenHash);
        """;
}
