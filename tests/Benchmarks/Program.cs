using System.CommandLine;
using TicketFlow.Benchmarks.Jobs;
using TicketFlow.Benchmarks.Monitor;
using TicketFlow.Benchmarks.Soak;
using TicketFlow.Benchmarks.Statistics;
using TicketFlow.Benchmarks.Store;
using TicketFlow.Benchmarks.Told;
using TicketFlow.Benchmarks.Transfers;

var root = new RootCommand("Measures TicketFlow. Figures are printed as 'name: value unit' lines and written under .run/bench/.");
root.Add(StoreBench.Command());
root.Add(JobsBench.Command());
root.Add(IdleBench.Command());
root.Add(SoakBench.Command());
root.Add(TransferBench.Command());
root.Add(MonitorBench.Command());
root.Add(ToldBench.Command());
root.Add(StatisticsBench.Command());
return await root.Parse(args).InvokeAsync();
