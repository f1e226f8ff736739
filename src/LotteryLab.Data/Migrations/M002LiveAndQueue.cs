namespace LotteryLab.Data.Migrations;

/// <summary>Events for clients that reconnect, the queue of the workers, and settings that change while the program runs.</summary>
internal sealed class M002LiveAndQueue : IMigration
{
    public int Version => 2;

    public string Sql => """
        CREATE TABLE live_events (ExperimentId TEXT NOT NULL, Sequence INTEGER NOT NULL, Json TEXT NOT NULL, PRIMARY KEY (ExperimentId, Sequence)) WITHOUT ROWID;
        CREATE TABLE queue (
            ExperimentId TEXT NOT NULL PRIMARY KEY, Position REAL NOT NULL, Phase TEXT NOT NULL, Device TEXT NOT NULL, Attempts INTEGER NOT NULL,
            Reason TEXT NOT NULL, Enqueued INTEGER NOT NULL, NotBefore INTEGER NOT NULL);
        CREATE TABLE settings (Name TEXT NOT NULL PRIMARY KEY, Value TEXT NOT NULL);
        """;
}
