using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LotteryLab.Data;

/// <summary>The database as EF Core sees it. Only stores and ingest use it; everything that leaves this project is a record.</summary>
internal sealed class LotteryDbContext(DbContextOptions<LotteryDbContext> options) : DbContext(options)
{
    public DbSet<ExperimentEntity> Experiments => Set<ExperimentEntity>();

    public DbSet<ExperimentTagEntity> Tags => Set<ExperimentTagEntity>();

    public DbSet<ReplicateEntity> Replicates => Set<ReplicateEntity>();

    public DbSet<RoundEntity> Rounds => Set<RoundEntity>();

    public DbSet<SeriesEntity> Series => Set<SeriesEntity>();

    public DbSet<TicketEntity> Tickets => Set<TicketEntity>();

    public DbSet<MaskEntity> Masks => Set<MaskEntity>();

    public DbSet<LiveEventEntity> Events => Set<LiveEventEntity>();

    public DbSet<QueueEntryEntity> Queue => Set<QueueEntryEntity>();

    public DbSet<ShareLinkEntity> Shares => Set<ShareLinkEntity>();

    public DbSet<UserEntity> Users => Set<UserEntity>();

    public DbSet<ApiTokenEntity> ApiTokens => Set<ApiTokenEntity>();

    public DbSet<InvitationEntity> Invitations => Set<InvitationEntity>();

    public DbSet<SettingEntity> Settings => Set<SettingEntity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(LotteryDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // SQLite cannot order its own texts of times with offsets; milliseconds it can.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Milliseconds>();

    private sealed class Milliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        value => DateTimeOffset.FromUnixTimeMilliseconds(value));
}
