namespace LotteryLab.Engine.Steps;

/// <summary>How a step is done together with others of its kind. Places and place are part of the step's key, the company is not.</summary>
/// <param name="Group">Steps of equal groups can be done together.</param>
/// <param name="Places">Steps that are done together.</param>
/// <param name="Place">0-based place of this one; no two of a company stand at the same.</param>
public sealed record StepCompany(string Group, int Places, int Place);

/// <summary>A step that can be done together with others.</summary>
public interface ICompanionStep
{
    /// <summary>Does the work of several steps of one group, this one among them, at places of their own.</summary>
    /// <param name="steps">The steps, each with what it is given.</param>
    /// <returns>For each why it cannot succeed, or null when its files are written.</returns>
    IReadOnlyList<LotteryLabException?> ExecuteTogether(IReadOnlyList<(Step Step, StepContext Context)> steps);
}

/// <summary>How a step of a company ended.</summary>
/// <param name="Step">The step.</param>
/// <param name="WasReused">Whether its artifact existed already.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
public sealed record CompanyResult(Step Step, bool WasReused, LotteryLabException? Failure);
