namespace LotteryLab.Data.Entities;

/// <summary>A one-time code; only its hash is kept.</summary>
internal sealed class InvitationEntity
{
    public required string Id { get; set; }

    public required string CodeHash { get; set; }

    public Stores.UserRole Role { get; set; }

    public string Label { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Expires { get; set; }

    public string? UsedBy { get; set; }
}
