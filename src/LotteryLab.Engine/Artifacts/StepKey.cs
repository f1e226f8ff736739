using System.Security.Cryptography;
using System.Text;

namespace LotteryLab.Engine.Artifacts;

/// <summary>Name of a step: the SHA-256 of the canonical JSON of everything that goes into it, as 64 lower-case hex digits.</summary>
public readonly record struct StepKey(string Hex)
{
    /// <summary>First twelve digits, for people.</summary>
    public string Short => Hex[..12];

    /// <summary>Key of a canonical text.</summary>
    public static StepKey Of(string canonicalJson) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalJson))));

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
