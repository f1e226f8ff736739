namespace LotteryLab.Data.Entities;

/// <summary>A setting that is changed while the program runs.</summary>
internal sealed class SettingEntity
{
    public required string Name { get; set; }

    public required string Value { get; set; }
}
