using Microsoft.Extensions.FileProviders;

namespace LotteryLab.Web.Library;

/// <summary>Addresses of the browser libraries that set-up copies to wwwroot/lib/NAME/VERSION.</summary>
internal sealed class BrowserLibraries(IWebHostEnvironment environment)
{
    /// <summary>The plot library.</summary>
    public string Plotly => Newest("plotly", "plotly-cartesian.min.js");

    /// <summary>The client of the live hub.</summary>
    public string SignalR => Newest("signalr", "signalr.min.js");

    private string Newest(string name, string file)
    {
        IFileProvider files = environment.WebRootFileProvider;
        var version = files.GetDirectoryContents($"lib/{name}").Where(entry => entry.IsDirectory).Select(entry => entry.Name).OrderByDescending(text => text, StringComparer.Ordinal).FirstOrDefault();

        // Without set-up the file is missing: the page says so when a chart is drawn, and its tables work.
        return $"/lib/{name}/{version ?? "missing"}/{file}";
    }
}
