namespace Raft.Coyote.Commands;

/// <summary>What a command's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>Nothing was found.</summary>
    public const int Clean = 0;

    /// <summary>A violation, found or reproduced; or a check that checked less than it should.</summary>
    public const int Found = 1;

    /// <summary>Bad usage or bad input: one line on standard error, nothing written.</summary>
    public const int BadUsage = 2;

    /// <summary>Our own fault.</summary>
    public const int Fault = 3;
}
