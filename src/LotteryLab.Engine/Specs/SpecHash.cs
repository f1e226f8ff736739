using System.Security.Cryptography;
using System.Text;

namespace LotteryLab.Engine.Specs;

/// <summary>Names experiments by what they are.</summary>
public static class SpecHash
{
    /// <summary>SHA-256 of the canonical JSON, as 64 lower-case hex digits. Name, notes and tags do not enter it.</summary>
    public static string Of(ExperimentSpec spec) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SpecWriter.Canonical(spec))));
}
