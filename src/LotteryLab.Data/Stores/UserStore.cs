using LotteryLab.Data.Entities;
using LotteryLab.Engine;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Keeps users. Passwords arrive hashed.</summary>
public sealed class UserStore(LaboratoryDatabase database, TimeProvider time)
{
    /// <summary>All users by name.</summary>
    public async Task<IReadOnlyList<UserRecord>> ListAsync(CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Users.OrderBy(user => user.Name).ToListAsync(cancellation).ConfigureAwait(false);
            return [.. rows.Select(Record)];
        }
    }

    /// <summary>Whether somebody can administer the server.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            return await context.Users.AnyAsync(user => user.Role == UserRole.Admin && !user.IsDisabled, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A user with what signing in needs, or null.</summary>
    public async Task<UserCredentials?> FindAsync(string name, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var row = await context.Users.FirstOrDefaultAsync(user => user.Name == name, cancellation).ConfigureAwait(false);
            return row is null ? null : new UserCredentials(Record(row), row.PasswordHash, row.SecurityStamp);
        }
    }

    /// <summary>Adds a user.</summary>
    /// <exception cref="LotteryLabException">The name is taken, or (with <paramref name="isFirst"/>) there is an administrator already.</exception>
    public Task<UserRecord> AddAsync(string name, string passwordHash, UserRole role, bool isFirst, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            if (await context.Users.AnyAsync(user => user.Name == name, cancellation).ConfigureAwait(false))
            {
                throw new LotteryLabException("user.exists", $"There is a user '{name}' already.", "Choose another name.");
            }

            if (isFirst && await context.Users.AnyAsync(user => user.Role == UserRole.Admin, cancellation).ConfigureAwait(false))
            {
                throw new LotteryLabException("setup.done", "This server has an administrator already.", "Sign in, or ask the administrator for an account.");
            }

            var row = new UserEntity { Name = name, PasswordHash = passwordHash, Role = role, SecurityStamp = Secrets.NewId(), Created = time.GetUtcNow() };
            context.Users.Add(row);
            await context.SaveChangesAsync(cancellation).ConfigureAwait(false);
            return Record(row);
        },
        cancellation);

    /// <summary>Changes role, lock or password; what is null stays. Everything but a new sign-in is signed out by it.</summary>
    /// <exception cref="LotteryLabException">Nobody would be left to administer the server.</exception>
    public Task<bool> ChangeAsync(long id, UserRole? role, bool? isDisabled, string? passwordHash, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var row = await context.Users.FindAsync([id], cancellation).ConfigureAwait(false);
            if (row is null)
            {
                return false;
            }

            var isAdmin = row.Role == UserRole.Admin && !row.IsDisabled;
            var staysAdmin = (role ?? row.Role) == UserRole.Admin && !(isDisabled ?? row.IsDisabled);
            if (isAdmin && !staysAdmin && !await context.Users.AnyAsync(user => user.Id != id && user.Role == UserRole.Admin && !user.IsDisabled, cancellation).ConfigureAwait(false))
            {
                throw new LotteryLabException("user.last-admin", $"'{row.Name}' is the only administrator.", "Make somebody else an administrator first.");
            }

            row.Role = role ?? row.Role;
            row.IsDisabled = isDisabled ?? row.IsDisabled;
            row.PasswordHash = passwordHash ?? row.PasswordHash;
            row.SecurityStamp = Secrets.NewId();
            return true;
        },
        cancellation);

    /// <summary>Notes a sign-in, with the password hash in its newest form.</summary>
    public Task NoteSignInAsync(long id, string? newHash, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            if (await context.Users.FindAsync([id], cancellation).ConfigureAwait(false) is { } row)
            {
                row.LastSignIn = time.GetUtcNow();
                row.PasswordHash = newHash ?? row.PasswordHash;
            }
        },
        cancellation);

    private static UserRecord Record(UserEntity row) => new(row.Id, row.Name, row.Role, row.IsDisabled, row.Created, row.LastSignIn);
}

/// <summary>What signing in needs.</summary>
/// <param name="User">The user.</param>
/// <param name="PasswordHash">Hash of the password.</param>
/// <param name="SecurityStamp">Changes with role, lock and password: cookies with another one are void.</param>
public sealed record UserCredentials(UserRecord User, string PasswordHash, string SecurityStamp);
