namespace LotteryLab.Data.Stores;

/// <summary>What a user may do; each role may do what the ones before it may.</summary>
public enum UserRole
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Launch, stop, share, annotate.</summary>
    Researcher,

    /// <summary>Manage users and the server.</summary>
    Admin,
}

/// <summary>A user, without anything secret.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="IsDisabled">Whether signing in is refused.</param>
/// <param name="Created">When the account was made (UTC).</param>
/// <param name="LastSignIn">Last sign-in (UTC), or null.</param>
public sealed record UserRecord(long Id, string Name, UserRole Role, bool IsDisabled, DateTimeOffset Created, DateTimeOffset? LastSignIn);

/// <summary>An API token, without the token.</summary>
/// <param name="Id">Id for revoking it.</param>
/// <param name="Label">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Owner">User whose token it is; empty without accounts.</param>
/// <param name="Created">When it was made (UTC).</param>
/// <param name="Expires">When it ends (UTC), or null for never.</param>
/// <param name="LastUsed">Last use (UTC), or null.</param>
public sealed record ApiTokenRecord(string Id, string Label, UserRole Role, string Owner, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? LastUsed);
