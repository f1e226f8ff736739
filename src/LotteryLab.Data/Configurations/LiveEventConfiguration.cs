using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LotteryLab.Data.Configurations;

internal sealed class LiveEventConfiguration : IEntityTypeConfiguration<LiveEventEntity>
{
    public void Configure(EntityTypeBuilder<LiveEventEntity> builder)
    {
        builder.ToTable("live_events");
        builder.HasKey(happening => new { happening.ExperimentId, happening.Sequence });
    }
}
