using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace LotteryLab.Web;

/// <summary>Serves Blazor's browser script, which the build takes out of a runtime pack and embeds (see BlazorScript.targets).</summary>
internal static class BlazorScript
{
    private const string Path = "_framework/blazor.web.js";

    /// <summary>Maps the script; does nothing when the SDK supplies it as a static asset.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        using var resource = typeof(BlazorScript).Assembly.GetManifestResourceStream(Path);
        if (resource is null)
        {
            return;
        }

        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
        routes.MapGet("/" + Path, (HttpContext context) =>
        {
            // The path carries no version, so a browser asks whether its copy is still the right one.
            context.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(content, "text/javascript", entityTag: tag);
        }).ExcludeFromDescription();
    }
}
