using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LotteryLab.Data.Configurations;

internal sealed class ReplicateConfiguration : IEntityTypeConfiguration<ReplicateEntity>
{
    public void Configure(EntityTypeBuilder<ReplicateEntity> builder)
    {
        builder.ToTable("replicates");
        builder.HasKey(replicate => new { replicate.ExperimentId, replicate.Number });
    }
}
