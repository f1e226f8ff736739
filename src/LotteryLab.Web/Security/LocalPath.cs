namespace LotteryLab.Web.Security;

/// <summary>Where to go after signing in: a path of this server and nothing else, since the address comes from whoever made the link.</summary>
internal static class LocalPath
{
    /// <summary>The path if it stays on this server, else the home page. Browsers read a backslash as a slash and skip control characters, so neither may occur.</summary>
    public static string Of(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && path.All(letter => letter is > ' ' and <= '~' and not '\\') ? path : "/";
}
