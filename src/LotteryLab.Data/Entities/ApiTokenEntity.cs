namespace LotteryLab.Data.Entities;

/// <summary>A token for programs; only its hash is kept.</summary>
internal sealed class ApiTokenEntity
{
    public required string Id { get; set; }

    public required string TokenHash { get; set; }

    public string Label { get; set; } = "";

    public Stores.UserRole Role { get; set; }

    public string Owner { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset? Expires { get; set; }

    public DateTimeOffset? LastUsed { get; set; }
}
