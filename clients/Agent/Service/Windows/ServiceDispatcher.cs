using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace TicketFlow.Agent.Service.Windows;

/// <summary>
/// Windows' service control manager (winsvc.h): hands this process over to it, hears what it wants, tells it what is. Its package,
/// Microsoft.Extensions.Hosting.WindowsServices, cannot be restored where we build.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class ServiceDispatcher : IServiceControl
{
    private const uint OwnProcess = 0x10;
    private const uint AcceptStopAndPreShutdown = 0x1 | 0x100;
    private const uint ServiceSpecificError = 1066;

    /// <summary>Fields, because the system keeps their addresses.</summary>
    private readonly MainFunction _main;
    private readonly HandlerFunction _handler;
    private readonly ServiceLife _life;
    private readonly string _name;
    private nint _handle;

    public ServiceDispatcher(string name, Func<Action, CancellationToken, Task<int>> run)
    {
        (_name, _life) = (name, new ServiceLife(this, run, TimeProvider.System));
        (_main, _handler) = (Main, (control, _, _, _) => _life.Handle(control));
    }

    private delegate void MainFunction(uint count, nint arguments);

    private delegate uint HandlerFunction(uint control, uint eventType, nint eventData, nint context);

    /// <summary>Returns when the service has stopped.</summary>
    /// <returns>False when the system did not start this process as a service.</returns>
    public bool Run()
    {
        // The table ends with an empty line.
        TableEntry[] table = [new() { Name = _name, Main = Marshal.GetFunctionPointerForDelegate(_main) }, default];
        var started = StartServiceCtrlDispatcher(table);
        _life.Dispose();
        GC.KeepAlive(this);
        return started;
    }

    public void Report(ServiceReport report)
    {
        var status = new Status
        {
            Type = OwnProcess,
            State = (uint)report.State,
            Accepts = report.State is ServiceState.Running ? AcceptStopAndPreShutdown : 0,
            ExitCode = report.ExitCode == 0 ? 0 : ServiceSpecificError,
            OwnExitCode = (uint)report.ExitCode,
            Checkpoint = report.Checkpoint,
            WaitHint = (uint)report.WaitHint.TotalMilliseconds,
        };
        SetServiceStatus(_handle, ref status);
    }

    private void Main(uint count, nint arguments)
    {
        _handle = RegisterServiceCtrlHandlerEx(_name, _handler, 0);
        _life.RunAsync().GetAwaiter().GetResult();
    }

    [DllImport("advapi32.dll", EntryPoint = "StartServiceCtrlDispatcherW", CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool StartServiceCtrlDispatcher([In] TableEntry[] table);

    [DllImport("advapi32.dll", EntryPoint = "RegisterServiceCtrlHandlerExW", CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint RegisterServiceCtrlHandlerEx(string name, HandlerFunction handler, nint context);

    [DllImport("advapi32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetServiceStatus(nint handle, ref Status status);

    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
    private struct TableEntry
    {
        [MarshalAs(UnmanagedType.LPWStr)]
        public string? Name;
        public nint Main;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Status
    {
        public uint Type;
        public uint State;
        public uint Accepts;
        public uint ExitCode;
        public uint OwnExitCode;
        public uint Checkpoint;
        public uint WaitHint;
    }
}
