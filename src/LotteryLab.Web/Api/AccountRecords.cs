using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Api;

/// <summary>Who asks.</summary>
/// <param name="Name">User; empty without accounts.</param>
/// <param name="Role">What may be done; null when not signed in.</param>
/// <param name="NeedsSignIn">Whether this server has accounts.</param>
internal sealed record SessionView(string Name, UserRole? Role, bool NeedsSignIn);

/// <summary>What signing in needs.</summary>
internal sealed record Credentials(string Name, string Password);

/// <summary>The first administrator, with the code from the console.</summary>
internal sealed record FirstAdministrator(string Code, string Name, string Password);

/// <summary>A user to be added.</summary>
internal sealed record NewUser(string Name, string Password, UserRole Role);

/// <summary>What should change; what is null stays.</summary>
internal sealed record UserChange(UserRole? Role = null, bool? IsDisabled = null, string? Password = null);

/// <summary>A token to be made.</summary>
internal sealed record NewToken(string Label, UserRole Role, int? ExpiresInDays = null);

/// <summary>A new token; it cannot be had again.</summary>
internal sealed record CreatedToken(ApiTokenRecord Record, string Token);
