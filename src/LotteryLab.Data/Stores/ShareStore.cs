using System.Text.Json;
using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Keeps share links.</summary>
public sealed class ShareStore(LaboratoryDatabase database, TimeProvider time)
{
    /// <summary>Keeps a link under the hash of its token.</summary>
    public Task AddAsync(ShareRecord share, string token, CancellationToken cancellation) => database.WriteAsync(
        context =>
        {
            context.Shares.Add(new ShareLinkEntity
            {
                Id = share.Id,
                TokenHash = Secrets.Hash(token),
                Kind = share.Kind,
                Targets = JsonSerializer.Serialize(share.Targets),
                Label = share.Label,
                IsAnonymous = share.IsAnonymous,
                AllowsDownload = share.AllowsDownload,
                AllowsEmbedding = share.AllowsEmbedding,
                AllowedParents = JsonSerializer.Serialize(share.AllowedParents),
                Contents = JsonSerializer.Serialize(share.Contents, DataJson.Format),
                Snapshot = share.Snapshot,
                Owner = share.Owner,
                Created = share.Created,
                Expires = share.Expires,
            });
            return Task.CompletedTask;
        },
        cancellation);

    /// <summary>The link that a token opens, also when it has ended; null when there is none.</summary>
    public async Task<ShareRecord?> FindByTokenAsync(string token, CancellationToken cancellation)
    {
        var hash = Secrets.Hash(token);
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var row = await context.Shares.FirstOrDefaultAsync(share => share.TokenHash == hash, cancellation).ConfigureAwait(false);
            return row is null ? null : Record(row, withSnapshot: true);
        }
    }

    /// <summary>Links by their id, newest first; of one owner, or of all when <paramref name="owner"/> is null. Snapshots are left out (empty text).</summary>
    public async Task<IReadOnlyList<ShareRecord>> ListAsync(string? owner, string? target, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var pattern = target is null ? null : JsonSerializer.Serialize(target);
            var rows = await context.Shares.Where(share => (owner == null || share.Owner == owner) && (pattern == null || share.Targets.Contains(pattern)))
                .OrderByDescending(share => share.Created).ToListAsync(cancellation).ConfigureAwait(false);
            return [.. rows.Select(row => Record(row, withSnapshot: false))];
        }
    }

    /// <summary>Ends a link at once. False when there is none of that id and owner.</summary>
    public Task<bool> RevokeAsync(string id, string? owner, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var row = await context.Shares.FirstOrDefaultAsync(share => share.Id == id && (owner == null || share.Owner == owner), cancellation).ConfigureAwait(false);
            if (row is not null)
            {
                row.Revoked ??= time.GetUtcNow();
            }

            return row is not null;
        },
        cancellation);

    /// <summary>Notes that a link was opened.</summary>
    public Task NoteUseAsync(string id, long uses, CancellationToken cancellation) => database.WriteAsync(
        context => context.Shares.Where(share => share.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(share => share.LastUsed, time.GetUtcNow()).SetProperty(share => share.Uses, share => share.Uses + uses), cancellation),
        cancellation);

    private static ShareRecord Record(ShareLinkEntity row, bool withSnapshot) => new()
    {
        Id = row.Id,
        Kind = row.Kind,
        Targets = JsonSerializer.Deserialize<List<string>>(row.Targets) ?? [],
        Label = row.Label,
        IsAnonymous = row.IsAnonymous,
        AllowsDownload = row.AllowsDownload,
        AllowsEmbedding = row.AllowsEmbedding,
        AllowedParents = JsonSerializer.Deserialize<List<string>>(row.AllowedParents) ?? [],
        Contents = JsonSerializer.Deserialize<ShareContents>(row.Contents, DataJson.Format) ?? new ShareContents(),
        Snapshot = row.Snapshot is null || withSnapshot ? row.Snapshot : "",
        Owner = row.Owner,
        Created = row.Created,
        Expires = row.Expires,
        Revoked = row.Revoked,
        LastUsed = row.LastUsed,
        Uses = row.Uses,
    };
}
