using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Keeps API tokens, by their hashes.</summary>
public sealed class ApiTokenStore(LaboratoryDatabase database, TimeProvider time)
{
    /// <summary>Makes a token; it is shown once and cannot be had again.</summary>
    public async Task<(ApiTokenRecord Record, string Token)> AddAsync(string label, UserRole role, string owner, DateTimeOffset? expires, CancellationToken cancellation)
    {
        var token = Secrets.NewToken();
        var row = new ApiTokenEntity { Id = Secrets.NewId(), TokenHash = Secrets.Hash(token), Label = label, Role = role, Owner = owner, Created = time.GetUtcNow(), Expires = expires };
        await database.WriteAsync(
            context =>
            {
                context.ApiTokens.Add(row);
                return Task.CompletedTask;
            },
            cancellation).ConfigureAwait(false);
        return (Record(row), token);
    }

    /// <summary>Tokens of one owner, or of all when <paramref name="owner"/> is null, newest first.</summary>
    public async Task<IReadOnlyList<ApiTokenRecord>> ListAsync(string? owner, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var rows = await context.ApiTokens.Where(token => owner == null || token.Owner == owner).OrderByDescending(token => token.Created).ToListAsync(cancellation).ConfigureAwait(false);
            return [.. rows.Select(Record)];
        }
    }

    /// <summary>The token's record while it is good, or null; at most once a minute its use is noted.</summary>
    public async Task<ApiTokenRecord?> UseAsync(string token, CancellationToken cancellation)
    {
        var hash = Secrets.Hash(token);
        var now = time.GetUtcNow();
        ApiTokenEntity? row;
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            row = await context.ApiTokens.FirstOrDefaultAsync(found => found.TokenHash == hash && (found.Expires == null || found.Expires > now), cancellation).ConfigureAwait(false);
        }

        if (row is not null && (row.LastUsed is null || now - row.LastUsed > TimeSpan.FromMinutes(1)))
        {
            await database.WriteAsync(write => write.ApiTokens.Where(found => found.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(found => found.LastUsed, now), cancellation), cancellation).ConfigureAwait(false);
        }

        return row is null ? null : Record(row);
    }

    /// <summary>Deletes a token. False when there is none of that id and owner.</summary>
    public Task<bool> RevokeAsync(string id, string? owner, CancellationToken cancellation) => database.WriteAsync(
        async context => await context.ApiTokens.Where(token => token.Id == id && (owner == null || token.Owner == owner)).ExecuteDeleteAsync(cancellation).ConfigureAwait(false) > 0,
        cancellation);

    private static ApiTokenRecord Record(ApiTokenEntity row) => new(row.Id, row.Label, row.Role, row.Owner, row.Created, row.Expires, row.LastUsed);
}
