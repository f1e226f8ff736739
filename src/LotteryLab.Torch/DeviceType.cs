namespace TorchSharp;

/// <summary>Kinds of devices that LibTorch knows; the laboratory uses CPU and CUDA.</summary>
public enum DeviceType
{
    /// <summary>Main memory.</summary>
    CPU = 0,

    /// <summary>NVIDIA graphics processors.</summary>
    CUDA = 1,

    /// <summary>oneDNN.</summary>
    MKLDNN = 2,

    /// <summary>OpenGL.</summary>
    OPENGL = 3,

    /// <summary>OpenCL.</summary>
    OPENCL = 4,

    /// <summary>Intel's IDEEP.</summary>
    IDEEP = 5,

    /// <summary>AMD graphics processors.</summary>
    HIP = 6,

    /// <summary>Field-programmable gate arrays.</summary>
    FPGA = 7,

    /// <summary>Neural processing units.</summary>
    MSNPU = 8,

    /// <summary>XLA and TPU.</summary>
    XLA = 9,

    /// <summary>Apple's graphics processors.</summary>
    MPS = 13,

    /// <summary>Shapes without data.</summary>
    META = 14,
}
