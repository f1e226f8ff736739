namespace LotteryLab.Data.Entities;

/// <summary>A person who may sign in.</summary>
internal sealed class UserEntity
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public required string PasswordHash { get; set; }

    public Stores.UserRole Role { get; set; }

    public bool IsDisabled { get; set; }

    public required string SecurityStamp { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset? LastSignIn { get; set; }
}
