namespace LotteryLab.Engine.Tests.Golden;

/// <summary>A case says something that the runner does not understand, or that does not agree with itself.</summary>
public sealed class GoldenException(string message) : Exception(message);
