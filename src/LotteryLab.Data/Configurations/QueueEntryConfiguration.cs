using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LotteryLab.Data.Configurations;

internal sealed class QueueEntryConfiguration : IEntityTypeConfiguration<QueueEntryEntity>
{
    public void Configure(EntityTypeBuilder<QueueEntryEntity> builder)
    {
        builder.ToTable("queue");
        builder.HasKey(entry => entry.ExperimentId);
        builder.Property(entry => entry.Phase).HasConversion<string>();
    }
}
