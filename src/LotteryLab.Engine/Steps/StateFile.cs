using System.Runtime.InteropServices;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Steps;

/// <summary>Network states as files of artifacts.</summary>
public static class StateFile
{
    /// <summary>Reads the state of an artifact onto a device.</summary>
    public static NetworkState Read(Artifact artifact, NetworkDefinition network, torch.Device device)
    {
        using var stream = new MemoryStream(artifact.Read(ArtifactFiles.State));
        var state = NetworkState.Load(stream, network);
        if (device.type == DeviceType.CPU)
        {
            return state;
        }

        using (state)
        {
            return state.To(device);
        }
    }

    /// <summary>Reads the float32 tensors of a state by name, without LibTorch.</summary>
    public static IReadOnlyDictionary<string, float[]> ReadFloats(Artifact artifact)
    {
        using var stream = new MemoryStream(artifact.Read(ArtifactFiles.State));
        return SafetensorsFile.Read(stream)
            .Where(entry => entry.Type == SafetensorsType.F32)
            .ToDictionary(entry => entry.Name, entry => MemoryMarshal.Cast<byte, float>(entry.Bytes.Span).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Reads one float32 tensor of a state, without LibTorch; null when there is none of that name.</summary>
    public static float[]? ReadFloats(Artifact artifact, string name)
    {
        using var stream = new MemoryStream(artifact.Read(ArtifactFiles.State));
        return SafetensorsFile.ReadOne(stream, name) is { Type: SafetensorsType.F32 } entry ? MemoryMarshal.Cast<byte, float>(entry.Bytes.Span).ToArray() : null;
    }

    /// <summary>Writes a state (wherever it lives) as a file of an artifact.</summary>
    public static void Write(ArtifactWriter output, NetworkState state)
    {
        using var stream = new MemoryStream();
        state.Save(stream);
        output.Write(ArtifactFiles.State, stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
