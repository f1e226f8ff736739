using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LotteryLab.Data.Configurations;

internal sealed class ExperimentTagConfiguration : IEntityTypeConfiguration<ExperimentTagEntity>
{
    public void Configure(EntityTypeBuilder<ExperimentTagEntity> builder)
    {
        builder.ToTable("experiment_tags");
        builder.HasKey(tag => new { tag.ExperimentId, tag.Tag });
    }
}
