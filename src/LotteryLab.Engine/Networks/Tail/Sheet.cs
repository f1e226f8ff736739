using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LotteryLab.Engine.Networks.Sparsity;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Tail;

/// <summary>
/// Numbers of a batch, [images, units], in memory that serves step after step: row-major for matrix products, panels for sparse kernels. Whoever
/// writes one form makes the other stale; it is made anew when it is asked for.
/// </summary>
internal sealed unsafe class Sheet(int images, int units) : IDisposable
{
    private Tensor? rows;
    private Tensor? turned;
    private Tensor? panels;
    private int[]? panelsOf;
    private bool isLent;
    private bool hasRows;
    private bool hasPanels;

    internal int Images => images;

    internal int Units => units;

    /// <summary>Panels that hold all images.</summary>
    internal int PanelCount => (images + Panel.Images - 1) / Panel.Images;

    /// <summary>Floats of a panel.</summary>
    internal nint PanelSize => (nint)units * Panel.Images;

    /// <summary>The numbers, row-major.</summary>
    internal Tensor Rows
    {
        get
        {
            if (!hasRows)
            {
                var from = Memory(panels!);
                var to = Memory(OwnRows);
                for (var panel = 0; panel < PanelCount; panel++)
                {
                    Panel.ToRows(from + (panel * PanelSize), In(panel), units, to + ((nint)panel * Panel.Images * units), units);
                }

                hasRows = true;
            }

            return rows!;
        }
    }

    /// <summary>The numbers [units, images] as a view of <see cref="Rows"/>.</summary>
    internal Tensor Turned
    {
        get
        {
            var current = Rows;
            return isLent ? current.t() : turned ??= current.t().DetachFromDisposeScope();
        }
    }

    private Tensor OwnRows => rows ??= empty([images, units], ScalarType.Float32).DetachFromDisposeScope();

    /// <summary>The memory of a contiguous tensor on the CPU, for as long as the tensor lives.</summary>
    internal static float* Memory(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>Takes the numbers of a contiguous tensor [images, units], which stays the caller's.</summary>
    internal void Lend(Tensor given)
    {
        (rows, isLent, hasRows, hasPanels) = (given, true, true, false);
    }

    /// <summary>Row-major memory to be overwritten.</summary>
    internal Tensor WriteRows()
    {
        (hasRows, hasPanels) = (true, false);
        return OwnRows;
    }

    /// <summary>Row-major memory to be changed in place.</summary>
    internal Tensor ChangeRows()
    {
        var current = Rows;
        hasPanels = false;
        return current;
    }

    /// <summary>The numbers as panels, one behind the other.</summary>
    /// <param name="starts">As for <see cref="Panel.FromRows"/>: leaves out units that nobody reads.</param>
    internal float* ReadPanels(int[]? starts = null)
    {
        if (hasPanels && (panelsOf is null || ReferenceEquals(panelsOf, starts)))
        {
            return Memory(panels!);
        }

        var from = Memory(rows!);
        var to = OwnPanels();
        for (var panel = 0; panel < PanelCount; panel++)
        {
            Panel.FromRows(from + ((nint)panel * Panel.Images * units), units, In(panel), units, starts, to + (panel * PanelSize));
        }

        (hasPanels, panelsOf) = (true, starts);
        return to;
    }

    /// <summary>Panels to be changed in place.</summary>
    internal float* ChangePanels()
    {
        var current = ReadPanels();
        hasRows = false;
        return current;
    }

    /// <summary>Panels to be overwritten.</summary>
    internal float* WritePanels()
    {
        (hasRows, hasPanels, panelsOf) = (false, true, null);
        return OwnPanels();
    }

    public void Dispose()
    {
        turned?.Dispose();
        panels?.Dispose();
        if (!isLent)
        {
            rows?.Dispose();
        }
    }

    private float* OwnPanels() => Memory(panels ??= empty([PanelCount * (long)PanelSize], ScalarType.Float32).DetachFromDisposeScope());

    private int In(int panel) => Math.Min(Panel.Images, images - (panel * Panel.Images));
}
