using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LotteryLab.Data.Stores;

/// <summary>Random tokens and their hashes. A token has 256 random bits, so a plain hash of it cannot be searched.</summary>
public static class Secrets
{
    /// <summary>A new token: 43 letters that may stand in an address.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A short random id, for what need not be secret.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>SHA-256 of a token in hex: what is stored.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
