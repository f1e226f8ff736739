using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace LotteryLab.Web.Tests;

/// <summary>Takes bundles apart and puts them together again, changed.</summary>
internal static class Bundles
{
    /// <summary>A bundle with other files; the manifest says the truth about them unless <paramref name="manifest"/> lies.</summary>
    public static byte[] Change(byte[] bundle, Action<SortedDictionary<string, byte[]>> files, Action<JsonObject>? manifest = null)
    {
        var all = Read(bundle);
        var head = JsonNode.Parse(all["manifest.json"])!.AsObject();
        all.Remove("manifest.json");
        files(all);
        head["entries"] = new JsonArray([.. all.Select(file => (JsonNode)new JsonObject { ["path"] = file.Key, ["bytes"] = file.Value.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Value)) })]);
        manifest?.Invoke(head);
        return Zip([KeyValuePair.Create("manifest.json", System.Text.Encoding.UTF8.GetBytes(head.ToJsonString())), .. all]);
    }

    /// <summary>The files of a bundle.</summary>
    public static SortedDictionary<string, byte[]> Read(byte[] bundle)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            files[entry.FullName] = copy.ToArray();
        }

        return files;
    }

    /// <summary>A zip file of these files, in this order; a name may occur twice.</summary>
    public static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                using var stream = zip.CreateEntry(path).Open();
                stream.Write(content);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>Edits a JSON file of a bundle.</summary>
    public static void Edit(SortedDictionary<string, byte[]> files, string ending, Action<JsonObject> edit)
    {
        var path = files.Keys.First(path => path.EndsWith(ending, StringComparison.Ordinal));
        var json = JsonNode.Parse(files[path])!.AsObject();
        edit(json);
        files[path] = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
