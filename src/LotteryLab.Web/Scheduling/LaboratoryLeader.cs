using System.Text.Json;
using LotteryLab.Engine.Artifacts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LotteryLab.Web.Scheduling;

/// <summary>
/// Of several web apps over one laboratory one runs the queue, follows the journals and takes changes; the others only read, say so, and take over when
/// it ends. The operating system gives the lock back when its holder dies.
/// </summary>
internal sealed class LaboratoryLeader(Laboratory laboratory, IServer server) : IDisposable
{
    private readonly Lock gate = new();
    private StepLock? held;
    private string? written;

    /// <summary>Whether this process leads; tries to take the lead when nobody has it.</summary>
    public bool IsLeading
    {
        get
        {
            lock (gate)
            {
                held ??= StepLock.TryTake(Folder);
                if (held is not null)
                {
                    Sign();
                }

                return held is not null;
            }
        }
    }

    private string Folder => Path.Combine(laboratory.Root, "web");

    private string SignPath => Path.Combine(Folder, "leader.json");

    /// <summary>Who leads while this process does not; null when it left no word.</summary>
    public LeaderSign? Other()
    {
        try
        {
            return JsonSerializer.Deserialize<LeaderSign>(File.ReadAllBytes(SignPath));
        }
        catch (Exception absent) when (absent is IOException or JsonException or UnauthorizedAccessException)
        {
            // It has only begun, or writes the file at this moment.
            return null;
        }
    }

    public void Dispose() => held?.Dispose();

    // The address is known only after the server listens, the lead is taken before.
    private void Sign()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        if (written == address)
        {
            return;
        }

        try
        {
            File.WriteAllBytes(SignPath, JsonSerializer.SerializeToUtf8Bytes(new LeaderSign(Environment.ProcessId, address)));
            written = address;
        }
        catch (IOException)
        {
            // A full disk: the lead does not depend on the sign, and the next look tries again.
        }
    }
}

/// <summary>What the leading web app writes down for the others.</summary>
/// <param name="Process">Number of its process.</param>
/// <param name="Address">Where it listens; empty before it does.</param>
internal sealed record LeaderSign(int Process, string Address);
