using LotteryLab.Data.Entities;
using LotteryLab.Engine;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Keeps one-time codes with which people make their own accounts, by their hashes.</summary>
public sealed class InvitationStore(LaboratoryDatabase database, TimeProvider time)
{
    /// <summary>Makes a code; it is shown once and cannot be had again.</summary>
    public async Task<(InvitationRecord Record, string Code)> AddAsync(string label, UserRole role, DateTimeOffset expires, CancellationToken cancellation)
    {
        var code = Secrets.NewToken();
        var row = new InvitationEntity { Id = Secrets.NewId(), CodeHash = Secrets.Hash(code), Role = role, Label = label, Created = time.GetUtcNow(), Expires = expires };
        await database.WriteAsync(
            context =>
            {
                context.Invitations.Add(row);
                return Task.CompletedTask;
            },
            cancellation).ConfigureAwait(false);
        return (Record(row), code);
    }

    /// <summary>All invitations, newest first.</summary>
    public async Task<IReadOnlyList<InvitationRecord>> ListAsync(CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.Invitations.OrderByDescending(invitation => invitation.Created).ToListAsync(cancellation).ConfigureAwait(false);
            return [.. rows.Select(Record)];
        }
    }

    /// <summary>Makes the user that a code was given for, and uses the code up, in one transaction: of two who send the same code one gets the account.</summary>
    /// <exception cref="LotteryLabException">The code is wrong, used or too old, or the name is taken; the code is then still good.</exception>
    public Task<UserRecord> AcceptAsync(string code, string name, string passwordHash, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var (hash, now) = (Secrets.Hash(code), time.GetUtcNow());
            var row = await context.Invitations.FirstOrDefaultAsync(invitation => invitation.CodeHash == hash && invitation.UsedBy == null && invitation.Expires > now, cancellation).ConfigureAwait(false)
                ?? throw new LotteryLabException("invitation.code", "This invitation is unknown, used or too old.", "Ask the administrator for a new one.");
            if (await context.Users.AnyAsync(user => user.Name == name, cancellation).ConfigureAwait(false))
            {
                throw new LotteryLabException("user.exists", $"There is a user '{name}' already.", "Choose another name.");
            }

            var user = new UserEntity { Name = name, PasswordHash = passwordHash, Role = row.Role, SecurityStamp = Secrets.NewId(), Created = now };
            context.Users.Add(user);
            row.UsedBy = name;
            await context.SaveChangesAsync(cancellation).ConfigureAwait(false);
            return new UserRecord(user.Id, user.Name, user.Role, user.IsDisabled, user.Created, user.LastSignIn);
        },
        cancellation);

    /// <summary>Deletes an invitation; accounts made with it stay. False when there is none of that id.</summary>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellation) => database.WriteAsync(
        async context => await context.Invitations.Where(invitation => invitation.Id == id).ExecuteDeleteAsync(cancellation).ConfigureAwait(false) > 0,
        cancellation);

    private static InvitationRecord Record(InvitationEntity row) => new(row.Id, row.Label, row.Role, row.Created, row.Expires, row.UsedBy);
}

/// <summary>An invitation, without its code.</summary>
/// <param name="Id">Id for revoking it.</param>
/// <param name="Label">Whom it is for.</param>
/// <param name="Role">Role of the account that is made with it.</param>
/// <param name="Created">When it was made (UTC).</param>
/// <param name="Expires">When it ends (UTC).</param>
/// <param name="UsedBy">User who was made with it, or null.</param>
public sealed record InvitationRecord(string Id, string Label, UserRole Role, DateTimeOffset Created, DateTimeOffset Expires, string? UsedBy);
