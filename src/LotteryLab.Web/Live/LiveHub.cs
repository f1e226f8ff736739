using System.Text.Json;
using LotteryLab.Data;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;
using LotteryLab.Web.Sharing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace LotteryLab.Web.Live;

/// <summary>
/// <c>/hubs/live</c>: news of experiments as they happen. A client subscribes with the last sequence number it has seen and gets what it missed in the
/// answer; everything later comes as calls of <see cref="ILiveClient"/>.
/// </summary>
internal sealed class LiveHub(ExperimentStore experiments, LiveFeed feed, ShareService shares, LiveConnections connections, IAuthorizationService authorization) : Hub<ILiveClient>
{
    /// <summary>Most experiments that one connection follows.</summary>
    public const int MostExperiments = 64;

    /// <summary>Starts to follow an experiment.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="lastSequence">Last sequence number that the client has seen; 0 when it has seen none.</param>
    public async Task<CatchUp> Subscribe(string experimentId, long lastSequence)
    {
        if (!(await authorization.AuthorizeAsync(Context.User ?? new(), Security.Access.View)).Succeeded)
        {
            throw new HubException("Sign in first.");
        }

        return await FollowAsync(experimentId, lastSequence);
    }

    /// <summary>Starts to follow an experiment that a live share link shows; needs no account.</summary>
    public async Task<CatchUp> SubscribeShare(string token, string experimentId, long lastSequence)
    {
        var address = Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString() ?? "";
        var share = await shares.OpenAsync(token, address, Context.ConnectionAborted);

        // News carry names of steps and times of day, which an anonymous link does not tell.
        var isAllowed = share is { State: ShareState.Open, Share: { IsFrozen: false, IsAnonymous: false, Kind: not ShareKind.Ticket } record } && record.Targets.Contains(experimentId);
        return isAllowed ? await FollowAsync(experimentId, lastSequence) : throw new HubException("There is no such link, or it has ended.");
    }

    /// <summary>Stops following an experiment.</summary>
    public Task Unsubscribe(string experimentId)
    {
        connections.Find(Context.ConnectionId)?.Unfollow(experimentId);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Close(Context.ConnectionId);
        return Task.CompletedTask;
    }

    private async Task<CatchUp> FollowAsync(string experimentId, long lastSequence)
    {
        var cancellation = Context.ConnectionAborted;
        if (experimentId.Length > 64 || await experiments.FindAsync(experimentId, cancellation) is null)
        {
            throw new HubException("There is no such experiment, or it is not shared with you.");
        }

        // First the ear, then the look back: what happens between them is heard twice, never missed; clients skip numbers they have seen.
        if (!connections.Open(Context.ConnectionId, Clients.Caller, Context.ConnectionAborted).TryFollow(experimentId, MostExperiments))
        {
            throw new HubException("This connection follows too many experiments.");
        }

        var texts = await experiments.EventsAfterAsync(experimentId, lastSequence, cancellation);
        var events = (texts ?? []).Select(text => JsonSerializer.Deserialize<LiveMessage>(text, DataJson.Format)!).ToList();

        // The last progress may be older than the last change of state: of a paused experiment that was cancelled nobody measures progress any more.
        var status = feed.StatusOf(experimentId);
        var detail = await experiments.FindAsync(experimentId, cancellation);
        var current = events.Count > 0 ? events[^1].Sequence : texts is not null ? lastSequence : detail?.Sequence ?? 0;
        return new CatchUp(current, texts is null, events, status is null || detail is null ? status : status with { Status = status.Status with { State = detail.Summary.State } });
    }
}
