namespace LotteryLab.Engine.Experiments;

/// <summary>When a ticket counts as matching; command line and pages judge alike.</summary>
public static class MatchingRule
{
    /// <summary>
    /// How far below the dense mean a ticket may stay: a tenth of a percentage point, ten of 10,000 test images. With no tolerance half of all tickets that
    /// are exactly as good would be called worse; seeds of small networks differ by two to three times as much.
    /// </summary>
    public const double DefaultTolerance = 0.001;

    /// <summary>Fewer runs than this give no verdict.</summary>
    public const int FewestRuns = 3;
}
