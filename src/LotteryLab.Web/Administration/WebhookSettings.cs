using System.Text.Json;
using LotteryLab.Data;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;

namespace LotteryLab.Web.Administration;

/// <summary>Address that is told when everything is done.</summary>
/// <param name="Url">Address; empty when nobody is told.</param>
/// <param name="Secret">Key of the signature.</param>
internal sealed record Webhook(string Url, string Secret);

/// <summary>Keeps the webhook's address and its key.</summary>
internal sealed class WebhookSettings(SettingStore settings)
{
    private const string Name = "webhook";
    private const int Longest = 500;

    /// <summary>The webhook; its address is empty when there is none.</summary>
    public async Task<Webhook> FindAsync(CancellationToken cancellation) =>
        await settings.FindAsync(Name, cancellation) is { Length: > 0 } text ? JsonSerializer.Deserialize<Webhook>(text, DataJson.Format)! : new Webhook("", "");

    /// <summary>Sets the address, or none. The key stays until the address changes.</summary>
    /// <exception cref="LotteryLabException">The address cannot be used.</exception>
    public async Task<Webhook> SetAsync(string url, CancellationToken cancellation)
    {
        var address = url.Trim();
        if (address.Length > 0)
        {
            Check(address);
        }

        var known = await FindAsync(cancellation);
        var changed = known.Url == address ? known : new Webhook(address, address.Length > 0 ? Secrets.NewToken() : "");
        await settings.SetAsync(Name, JsonSerializer.Serialize(changed, DataJson.Format), cancellation);
        return changed;
    }

    /// <summary>Refuses what is no plain web address.</summary>
    internal static void Check(string address)
    {
        if (address.Length > Longest || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Host.Length == 0)
        {
            throw new LotteryLabException("webhook.url", $"'{(address.Length > 80 ? address[..80] : address)}' is not an address that can be told.", $"Give an address that begins with https:// or http://, without a password in it, of at most {Longest} characters.");
        }
    }
}
