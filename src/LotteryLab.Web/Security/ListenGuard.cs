using System.Net;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LotteryLab.Web.Security;

/// <summary>Refuses to listen where other machines could connect until there is an administrator; from then on such an app asks everybody to sign in.</summary>
internal static class ListenGuard
{
    /// <summary>Checks every address just before it is bound, wherever it was configured.</summary>
    public static void Apply(KestrelServerOptions options) => options.ConfigureEndpointDefaults(listen => Check(options, listen));

    private static void Check(KestrelServerOptions options, ListenOptions listen)
    {
        // A socket file has no address; its permissions guard it.
        if (listen.IPEndPoint is not { } endpoint || IPAddress.IsLoopback(endpoint.Address))
        {
            return;
        }

        // Kestrel asks synchronously, once a start.
        if (!options.ApplicationServices.GetRequiredService<UserStore>().HasAdministratorAsync(CancellationToken.None).GetAwaiter().GetResult())
        {
            throw new LotteryLabException(
                "web.not-loopback",
                $"LotteryLab will not listen on {endpoint}: other machines could reach it, and it has no administrator yet.",
                "Start it on http://localhost:5080, make the administrator at http://localhost:5080/setup, then start it here again; or use a tunnel from the other machine: ssh -L 5080:localhost:5080 THIS-MACHINE.");
        }

        options.ApplicationServices.GetRequiredService<AccountMode>().NoteReachable();
    }
}
