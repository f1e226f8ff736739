using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LotteryLab.Data.Configurations;

internal sealed class MaskConfiguration : IEntityTypeConfiguration<MaskEntity>
{
    public void Configure(EntityTypeBuilder<MaskEntity> builder)
    {
        builder.ToTable("masks");
        builder.HasKey(mask => mask.MaskKey);
    }
}
