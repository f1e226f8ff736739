using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LotteryLab.Engine.Export.OpenLth;

/// <summary>
/// Names of open_lth's result directories: a prefix and the MD5 of the canonical texts of all hyper-parameter groups. MD5 identifies
/// here and protects nothing; it is what open_lth uses.
/// </summary>
public static class OpenLthDirectory
{
    /// <summary>The canonical text: groups joined by <c>;</c> in alphabetical order of their field names, absent groups skipped.</summary>
    /// <param name="groups">Groups by field name, for example <c>dataset_hparams</c>, <c>model_hparams</c>, <c>pruning_hparams</c>, <c>training_hparams</c>.</param>
    public static string CanonicalText(IReadOnlyDictionary<string, OpenLthHyperparameters> groups) =>
        string.Join(';', groups.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Value.ToString()));

    /// <summary>Directory name, for example <c>lottery_93bc65d66dfa64ffaf2a0ab105433a2c</c>.</summary>
    /// <param name="prefix"><c>train</c>, <c>lottery</c>, or <c>lottery_branch_</c> and the name of the branch.</param>
    /// <param name="canonicalText">What <see cref="CanonicalText"/> gave.</param>
    public static string Name(string prefix, string canonicalText) => $"{prefix}_{Md5(canonicalText)}";

    /// <summary>Directory of one level of an experiment, relative to the folder of all results.</summary>
    /// <param name="experiment">Directory name of the experiment.</param>
    /// <param name="replicate">Replicate number, from 1 in open_lth.</param>
    /// <param name="level">Pruning level, or null for the pretraining.</param>
    /// <param name="branch">Directory name of a branch, or null for the experiment itself.</param>
    public static string LevelPath(string experiment, int replicate, int? level, string? branch = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{experiment}/replicate_{replicate}/level_{(level is { } number ? number : "pretrain")}/{branch ?? "main"}");

#pragma warning disable CA5351 // MD5 is prescribed by the directory format.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
