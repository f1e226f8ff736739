namespace LotteryLab.Data.Migrations;

/// <summary>The index of experiment folders.</summary>
internal sealed class M001Experiments : IMigration
{
    public int Version => 1;

    public string Sql => """
        CREATE TABLE experiments (
            Id TEXT NOT NULL PRIMARY KEY, SpecHash TEXT NOT NULL, Name TEXT NOT NULL, Notes TEXT NOT NULL, SpecText TEXT NOT NULL,
            Architecture TEXT NOT NULL, Dataset TEXT NOT NULL, Method TEXT NOT NULL, Numerics TEXT NOT NULL, Owner TEXT NOT NULL,
            State TEXT NOT NULL, Reason TEXT NOT NULL, StatusText TEXT NULL, Progress REAL NOT NULL, RemainingSeconds REAL NULL,
            ReplicateCount INTEGER NOT NULL, PlannedRounds INTEGER NOT NULL, FinishedRounds INTEGER NOT NULL,
            BestAccuracy REAL NULL, SmallestDensity REAL NULL, IsPinned INTEGER NOT NULL, IsArchived INTEGER NOT NULL,
            PlanStamp INTEGER NOT NULL, EventsPosition INTEGER NOT NULL, Sequence INTEGER NOT NULL,
            Created INTEGER NOT NULL, Updated INTEGER NOT NULL);
        CREATE INDEX experiments_created ON experiments (IsArchived, IsPinned, Created);
        CREATE INDEX experiments_state ON experiments (State);
        CREATE TABLE experiment_tags (ExperimentId TEXT NOT NULL, Tag TEXT NOT NULL, PRIMARY KEY (ExperimentId, Tag)) WITHOUT ROWID;
        CREATE INDEX experiment_tags_tag ON experiment_tags (Tag);
        CREATE TABLE replicates (
            ExperimentId TEXT NOT NULL, Number INTEGER NOT NULL, Planned INTEGER NOT NULL, Finished INTEGER NOT NULL,
            PRIMARY KEY (ExperimentId, Number)) WITHOUT ROWID;
        CREATE TABLE rounds (
            Id INTEGER NOT NULL PRIMARY KEY, ExperimentId TEXT NOT NULL, Replicate INTEGER NOT NULL, Branch TEXT NOT NULL, Draw INTEGER NOT NULL,
            Number INTEGER NOT NULL, IsFinished INTEGER NOT NULL, Prunable INTEGER NOT NULL, Kept INTEGER NULL, EarlyStopIteration INTEGER NULL,
            TestAccuracyAtEarlyStop REAL NULL, FinalTestAccuracy REAL NULL, FinalTrainAccuracy REAL NULL,
            TrainingKey TEXT NOT NULL, StartKey TEXT NOT NULL, MaskKey TEXT NULL);
        CREATE UNIQUE INDEX rounds_place ON rounds (ExperimentId, Replicate, Branch, Draw, Number);
        CREATE INDEX rounds_training ON rounds (TrainingKey);
        CREATE TABLE series (
            TrainingKey TEXT NOT NULL PRIMARY KEY, Count INTEGER NOT NULL, IsFinished INTEGER NOT NULL, JournalPosition INTEGER NOT NULL, Points BLOB NOT NULL);
        CREATE TABLE tickets (
            TrainingKey TEXT NOT NULL PRIMARY KEY, ExperimentId TEXT NOT NULL, StartKey TEXT NOT NULL, MaskKey TEXT NULL, IsImported INTEGER NOT NULL);
        CREATE TABLE masks (MaskKey TEXT NOT NULL PRIMARY KEY, Count INTEGER NOT NULL, Kept INTEGER NOT NULL, Layers TEXT NOT NULL);
        """;
}
