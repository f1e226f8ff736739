using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.RateLimiting;
using LotteryLab.Data;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;

namespace LotteryLab.Web.Sharing;

/// <summary>Makes, opens and ends share links.</summary>
internal sealed class ShareService(ShareStore store, ExperimentStore experiments, ShareSettings settings, TimeProvider time) : IDisposable
{
    private const int MostTargets = 8;
    private const int LongestToken = 64;

    // A person who opens every link of a lab page never comes near it; somebody who guesses is stopped after a minute's worth.
    private readonly PartitionedRateLimiter<string> misses = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(
        address,
        _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    private readonly ConcurrentDictionary<string, DateTimeOffset> noted = new(StringComparer.Ordinal);

    /// <summary>Makes a link. The token is given once and cannot be had again.</summary>
    /// <exception cref="LotteryLabException">There is nothing of that kind to share.</exception>
    public async Task<(ShareRecord Share, string Token)> CreateAsync(ShareRequest request, string owner, CancellationToken cancellation)
    {
        var targets = request.Targets.Distinct(StringComparer.Ordinal).ToList();
        var isRightNumber = request.Kind == ShareKind.Comparison ? targets.Count is >= 2 and <= MostTargets : targets.Count == 1;
        if (!isRightNumber)
        {
            throw new LotteryLabException("share.targets", request.Kind == ShareKind.Comparison ? "A comparison shows two to eight experiments or tickets." : "Such a link shows exactly one thing.", "Choose others.");
        }

        if (request.ExpiresInDays is <= 0 or > 3650)
        {
            throw new LotteryLabException("share.expiry", "A link lasts between one day and ten years, or for ever.", "Choose 7, 30 or 90 days, or leave it out.");
        }

        if (request.Label.Length > 200)
        {
            throw new LotteryLabException("share.label", "The label is longer than 200 characters.", "Shorten it.");
        }

        var parents = FrameParents.Read(request.AllowedParents);
        if (request.AllowsEmbedding && (!settings.AllowsEmbedding || parents.Count == 0))
        {
            throw settings.AllowsEmbedding
                ? new LotteryLabException("share.parents", "Which sites may show the chart inside their pages?", "List at least one, such as https://group.example.")
                : new LotteryLabException("share.embedding-off", "This server does not let other sites show its charts.", "Ask whoever runs it (LotteryLab:Embedding), or send the link itself.");
        }

        var view = await ViewAsync(request.Kind, targets, request.IsAnonymous, request.Contents, cancellation)
            ?? throw new LotteryLabException("share.not-found", "What should be shared is not there, or not shared with you.", "Open it first.");
        var now = time.GetUtcNow();
        var token = Secrets.NewToken();
        var share = new ShareRecord
        {
            Id = Secrets.NewId(),
            Kind = request.Kind,
            Targets = targets,
            Label = request.Label,
            IsAnonymous = request.IsAnonymous,
            AllowsDownload = request.AllowsDownload,
            AllowsEmbedding = request.AllowsEmbedding,
            AllowedParents = parents,
            Contents = request.Contents,
            Snapshot = request.IsFrozen ? JsonSerializer.Serialize(view, DataJson.Format) : null,
            Owner = owner,
            Created = now,
            Expires = request.ExpiresInDays is { } days ? now.AddDays(days) : null,
            Revoked = null,
            LastUsed = null,
            Uses = 0,
        };
        await store.AddAsync(share, token, cancellation);
        return (share, token);
    }

    /// <summary>What a token opens for a reader at an address. Addresses that guess are refused for a while.</summary>
    public async Task<OpenedShare> OpenAsync(string token, string address, CancellationToken cancellation)
    {
        using (var allowed = misses.AttemptAcquire(address, 0))
        {
            if (!allowed.IsAcquired)
            {
                return new OpenedShare(ShareState.TooManyGuesses, null, null);
            }
        }

        var share = token.Length <= LongestToken ? await store.FindByTokenAsync(token, cancellation) : null;
        if (share is null)
        {
            misses.AttemptAcquire(address).Dispose();
            return new OpenedShare(ShareState.Unknown, null, null);
        }

        if (share.Revoked is { } revoked)
        {
            return new OpenedShare(ShareState.Revoked, share, revoked);
        }

        if (share.Expires is { } expires && expires <= time.GetUtcNow())
        {
            return new OpenedShare(ShareState.Expired, share, expires);
        }

        await NoteAsync(share.Id, cancellation);
        return new OpenedShare(ShareState.Open, share, null);
    }

    /// <summary>What an open link shows: the frozen state, or the present one; null when it is gone.</summary>
    public async Task<SharedView?> ViewAsync(ShareRecord share, CancellationToken cancellation) =>
        share.Snapshot is { } snapshot
            ? JsonSerializer.Deserialize<SharedView>(snapshot, DataJson.Format)
            : await ViewAsync(share.Kind, share.Targets, share.IsAnonymous, share.Contents, cancellation);

    public void Dispose() => misses.Dispose();

    private async Task<SharedView?> ViewAsync(ShareKind kind, IReadOnlyList<string> targets, bool isAnonymous, ShareContents contents, CancellationToken cancellation)
    {
        var shown = new List<SharedExperiment>();
        foreach (var target in targets)
        {
            // Experiment ids have 16 digits, ticket ids 64: a comparison may mix them.
            var ticket = kind == ShareKind.Ticket || (kind == ShareKind.Comparison && target.Length == 64) ? await experiments.TicketAsync(target, cancellation) : null;
            var place = ticket?.Places is [var first, ..] ? first : null;
            if (kind == ShareKind.Ticket && place is null)
            {
                return null;
            }

            if (await experiments.FindAsync(place?.ExperimentId ?? target, cancellation) is not { } detail)
            {
                return null;
            }

            var rounds = place is null ? await experiments.RoundsAsync(detail.Summary.Id, cancellation) : [place.Round];
            shown.Add(SharedExperiment.Of(detail, rounds, place is null ? null : ticket!.Id, isAnonymous, contents, shown.Count + 1));
        }

        // The hour says when somebody works, and often where.
        var now = time.GetUtcNow();
        return new SharedView(kind, isAnonymous ? new DateTimeOffset(now.Date, TimeSpan.Zero) : now, shown);
    }

    // At most once a minute for each link: two hundred readers must not become two hundred writes.
    private async Task NoteAsync(string id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var last = noted.GetValueOrDefault(id);
        if (now - last > TimeSpan.FromMinutes(1))
        {
            noted[id] = now;
            await store.NoteUseAsync(id, 1, cancellation);
        }
    }
}
