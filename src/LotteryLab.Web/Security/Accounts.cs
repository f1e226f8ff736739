using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using Microsoft.AspNetCore.Identity;

namespace LotteryLab.Web.Security;

/// <summary>Users with passwords.</summary>
internal sealed class Accounts(UserStore users, InvitationStore invitations)
{
    /// <summary>Fewest characters of a password.</summary>
    public const int ShortestPassword = 10;

    private const int LongestPassword = 256;
    private const int LongestName = 64;
    private const string NoUser = "";

    private readonly PasswordHasher<string> hasher = new();
    private readonly Lazy<string> decoy = new(() => new PasswordHasher<string>().HashPassword(NoUser, Secrets.NewToken()));

    /// <summary>The user with this name and password, or null. An unknown name takes as long as a wrong password.</summary>
    public async Task<UserCredentials?> CheckAsync(string name, string password, CancellationToken cancellation)
    {
        if (name.Length > LongestName || password.Length > LongestPassword)
        {
            return null;
        }

        var found = await users.FindAsync(name.Trim(), cancellation);
        var result = hasher.VerifyHashedPassword(NoUser, found?.PasswordHash ?? decoy.Value, password);
        if (found is null || found.User.IsDisabled || result == PasswordVerificationResult.Failed)
        {
            return null;
        }

        await users.NoteSignInAsync(found.User.Id, result == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(NoUser, password) : null, cancellation);
        return found;
    }

    /// <summary>Adds a user.</summary>
    /// <exception cref="LotteryLabException">Name or password cannot be used, or the name is taken.</exception>
    public Task<UserRecord> AddAsync(string name, string password, UserRole role, bool isFirst, CancellationToken cancellation)
    {
        Check(name, password);
        return users.AddAsync(name.Trim(), Hash(password), role, isFirst, cancellation);
    }

    /// <summary>Says whether a new user could have this name and password, without looking whether the name is taken.</summary>
    /// <exception cref="LotteryLabException">Name or password cannot be used.</exception>
    public static void Check(string name, string password)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > LongestName || trimmed.Any(char.IsControl))
        {
            throw new LotteryLabException("user.name", $"A name has 1 to {LongestName} characters.", "Choose another name.");
        }

        CheckPassword(password);
    }

    /// <summary>Changes role, lock or password.</summary>
    /// <exception cref="LotteryLabException">The password cannot be used, or nobody would be left to administer the server.</exception>
    public Task<bool> ChangeAsync(long id, UserRole? role, bool? isDisabled, string? password, CancellationToken cancellation) =>
        users.ChangeAsync(id, role, isDisabled, password is null ? null : Hash(password), cancellation);

    /// <summary>Makes the account that somebody was invited to.</summary>
    /// <exception cref="LotteryLabException">The code is not good, name or password cannot be used, or the name is taken.</exception>
    public Task<UserRecord> AcceptAsync(string code, string name, string password, CancellationToken cancellation)
    {
        Check(name, password);
        return invitations.AcceptAsync(code.Trim(), name.Trim(), Hash(password), cancellation);
    }

    /// <summary>Changes the password of somebody who knows the one of now; null when that is wrong.</summary>
    /// <exception cref="LotteryLabException">The new password cannot be used.</exception>
    public async Task<UserCredentials?> ChangePasswordAsync(string name, string current, string password, CancellationToken cancellation)
    {
        CheckPassword(password);
        if (await CheckAsync(name, current, cancellation) is not { } found)
        {
            return null;
        }

        await users.ChangeAsync(found.User.Id, role: null, isDisabled: null, Hash(password), cancellation);
        return await users.FindAsync(name, cancellation);
    }

    private static void CheckPassword(string password)
    {
        if (password.Length is < ShortestPassword or > LongestPassword)
        {
            throw new LotteryLabException("user.password", $"A password has {ShortestPassword} to {LongestPassword} characters.", "A few random words are easy to remember.");
        }
    }

    private string Hash(string password)
    {
        CheckPassword(password);
        return hasher.HashPassword(NoUser, password);
    }
}
