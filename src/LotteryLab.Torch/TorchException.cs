using System.Runtime.InteropServices;

namespace LotteryLab.Torch;

/// <summary>An error that LibTorch reported, with its message and without its C++ stack.</summary>
/// <param name="message">What LibTorch said.</param>
public sealed class TorchException(string message) : ExternalException(message);
