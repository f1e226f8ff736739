namespace LotteryLab.Engine.Datasets;

/// <summary>A data set that is read from files, so that somebody can ask which they are without reading them.</summary>
public interface IDatasetFiles
{
    /// <summary>Files that hold the content, in a fixed order. Only looks whether they exist.</summary>
    /// <exception cref="LotteryLabException">Files are missing; the message says which and where they were looked for.</exception>
    IReadOnlyList<string> Files(object options, DatasetFolder folder);
}
