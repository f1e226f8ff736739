using System.Reflection;

namespace LotteryLab.Web;

/// <summary>Version of this program, with the commit where the build knows it.</summary>
internal static class ProgramVersion
{
    /// <summary>The version as text.</summary>
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The version without the commit.</summary>
    public static string Short { get; } = Text.Split('+')[0];
}
