using System.Net;
using System.Net.Sockets;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Snmp;

public sealed class SnmpManagerFaultTests : IAsyncLifetime
{
    private static readonly Oid Name = Oid.Parse("1.3.6.1.2.1.1.5.0");
    private static readonly Oid Contact = Oid.Parse("1.3.6.1.2.1.1.4.0");
    private static readonly Oid Descr = Oid.Parse("1.3.6.1.2.1.1.1.0");

    private readonly SnmpManager _manager = new(TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _manager.DisposeAsync();
        _manager.Counters[DropReason.Fault].ShouldBe(0);
        _manager.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task A_silent_device_is_a_timeout_after_its_retries()
    {
        await using var device = new ScriptedDevice((_, _) => []);
        var result = await _manager.GetAsync(device.Target with { Timing = ScriptedDevice.Quick }, [Name], default);
        result.Failure.ShouldBe(SnmpFailure.Timeout);
        await Eventually.TrueAsync(() => device.Requests.Count == 2, "the device takes the question and its repeat");
        device.Requests[1].Header.RequestId.ShouldBe(device.Requests[0].Header.RequestId);
        _manager.Counters.Timeouts.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_to_the_second_try_is_taken()
    {
        await using var device = new ScriptedDevice((request, count) => count == 1 ? [] : [Echo(request)]);
        var target = device.Target with { Timing = new SnmpTiming(TimeSpan.FromMilliseconds(200), 50, 1) };
        (await _manager.GetAsync(target, [Name], default)).Succeeded.ShouldBeTrue();
        _manager.Counters.Resent.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_late_and_a_doubled_answer_are_dropped_and_counted()
    {
        await using var device = new ScriptedDevice((request, _) => [Echo(request), Echo(request)]);
        (await _manager.GetAsync(device.Target, [Name], default)).Succeeded.ShouldBeTrue();
        await Eventually.TrueAsync(() => _manager.Counters[DropReason.Late] == 1, "the late answer is counted");
    }

    [Fact]
    public async Task An_answer_with_a_foreign_id_or_community_does_nothing()
    {
        await using var device = new ScriptedDevice((request, _) =>
        {
            var right = Echo(request);
            var wrongCommunity = (byte[])right.Clone();
            wrongCommunity[right.AsSpan().IndexOf("public"u8)] ^= 1;
            return [Packets.Response(request.Header.RequestId ^ 1, request.Variables), wrongCommunity, right];
        });
        var result = await _manager.GetAsync(device.Target, [Name], default);
        result.Succeeded.ShouldBeTrue();
        _manager.Counters[DropReason.UnknownId].ShouldBe(1);
        _manager.Counters[DropReason.WrongIdentity].ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_from_another_address_does_nothing()
    {
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = _manager.LocalPort;
        await using var device = new ScriptedDevice((request, _) =>
        {
            var forged = Packets.Response(request.Header.RequestId, [Packets.Text("1.3.6.1.2.1.1.5.0", "forged")]);
            stranger.Send(forged, new IPEndPoint(IPAddress.Loopback, port));
            return [Packets.Response(request.Header.RequestId, [Packets.Text("1.3.6.1.2.1.1.5.0", "true")])];
        });
        var result = await _manager.GetAsync(device.Target, [Name], default);
        result.Variables.Single().Value.ToString().ShouldBe("true");
        await Eventually.TrueAsync(
            () => _manager.Counters[DropReason.WrongSource] + _manager.Counters[DropReason.Late] == 1, "the stranger's answer is counted");
    }

    [Fact]
    public async Task An_answer_too_big_is_asked_in_halves()
    {
        await using var device = new ScriptedDevice((request, _) => request.Variables.Count > 1
            ? [Packets.Response(request.Header.RequestId, request.Variables, SnmpErrorStatus.TooBig)]
            : [Echo(request)]);
        var result = await _manager.GetAsync(device.Target, [Name, Contact, Descr], default);
        result.Variables.Select(v => v.Oid).ShouldBe([Name, Contact, Descr]);
    }

    [Fact]
    public async Task A_single_value_too_big_is_a_failure()
    {
        await using var device = new ScriptedDevice((request, _) =>
            [Packets.Response(request.Header.RequestId, request.Variables, SnmpErrorStatus.TooBig)]);
        (await _manager.GetAsync(device.Target, [Name], default)).Failure.ShouldBe(SnmpFailure.TooBig);
    }

    [Fact]
    public async Task A_cut_answer_is_completed_by_asking_for_the_rest()
    {
        await using var device = new ScriptedDevice((request, _) =>
            [Packets.Response(request.Header.RequestId, [Value(request.Variables[0].Oid)])]);
        var result = await _manager.GetAsync(device.Target, [Name, Contact, Descr], default);
        result.Variables.Select(v => v.Oid).ShouldBe([Name, Contact, Descr]);
        device.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Bulk_repetitions_are_halved_until_the_answer_fits()
    {
        await using var device = new ScriptedDevice((request, _) => request.Header.Second > 3
            ? [Packets.Response(request.Header.RequestId, [], SnmpErrorStatus.TooBig)]
            : [Packets.Response(request.Header.RequestId, Rows(request.Header.Second))]);
        var result = await _manager.GetBulkAsync(device.Target, [], [Oid.Parse("1.3.6.9")], 8, default);
        result.Variables.Count.ShouldBe(2);
        device.Requests.Select(r => r.Header.Second).ShouldBe([8, 4, 2]);
    }

    [Fact]
    public async Task A_walk_ends_when_identifiers_stop_growing()
    {
        await using var device = new ScriptedDevice((request, _) =>
            [Packets.Response(request.Header.RequestId, [.. Rows(2), .. Rows(1)])]);
        var found = new List<VarBind>();
        await foreach (var variable in _manager.WalkAsync(device.Target, Oid.Parse("1.3.6.9"), default))
        {
            found.Add(variable);
        }

        found.Count.ShouldBe(2);
        _manager.Counters.Loops.ShouldBe(1);
    }

    [Fact]
    public async Task A_walk_that_breaks_off_says_so()
    {
        // Silent from the second question on, however often the first had to be repeated.
        await using var device = new ScriptedDevice((request, _) => request.Variables[0].Oid != Oid.Parse("1.3.6.9") ? [] :
            [Packets.Response(request.Header.RequestId, [Packets.Number("1.3.6.9.1", 1)])]);
        var target = device.Target with { Timing = new SnmpTiming(TimeSpan.FromSeconds(1), 3, 1) };
        var found = 0;
        var broken = await Should.ThrowAsync<SnmpFailureException>(async () =>
        {
            await foreach (var _ in _manager.WalkAsync(target, Oid.Parse("1.3.6.9"), default))
            {
                found++;
            }
        });
        broken.Failure.ShouldBe(SnmpFailure.Timeout);
        found.ShouldBe(1);
    }

    [Fact]
    public async Task Columns_are_read_to_their_end_and_no_further()
    {
        // Column 1 has three rows, column 2 has one and then runs into column 3, column 4 is not there.
        string[] device4 = ["1.3.6.9.1.1", "1.3.6.9.1.2", "1.3.6.9.1.3", "1.3.6.9.2.1", "1.3.6.9.3.1"];
        var tree = device4.Select(Oid.Parse).Order().ToList();
        await using var device = new ScriptedDevice((request, _) =>
        {
            var last = request.Variables.Select(v => v.Oid).ToList();
            var rows = new List<VarBind>();
            for (var r = 0; r < request.Header.Second; r++)
            {
                for (var c = 0; c < last.Count; c++)
                {
                    var next = tree.FirstOrDefault(oid => oid > last[c]);
                    rows.Add(next.IsEmpty ? new VarBind(last[c], SnmpValue.Missing(SnmpType.EndOfMibView)) : Value(next));
                    last[c] = next.IsEmpty ? last[c] : next;
                }
            }

            return [Packets.Response(request.Header.RequestId, rows)];
        });
        ColumnRequest[] columns = [new(Oid.Parse("1.3.6.9.1")), new(Oid.Parse("1.3.6.9.2")), new(Oid.Parse("1.3.6.9.4"))];
        var result = await _manager.ReadColumnsAsync(device.Target, [], columns, 2, default);
        result.Variables.Select(v => v.Oid.ToString()).Order().ShouldBe(["1.3.6.9.1.1", "1.3.6.9.1.2", "1.3.6.9.1.3", "1.3.6.9.2.1"]);
        await Eventually.TrueAsync(() => device.Requests.Count == 2, "the device takes the question and its repeat");

        ColumnRequest[] counted = [new(Oid.Parse("1.3.6.9.1"), 3), new(Oid.Parse("1.3.6.9.2"), 1)];
        var known = await _manager.ReadColumnsAsync(device.Target, [], counted, 3, default);
        known.Variables.Count.ShouldBe(4);
        device.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Variables_that_cannot_be_read_are_a_malformed_answer()
    {
        await using var device = new ScriptedDevice((request, _) =>
            [Packets.Raw(request.Header.RequestId, writer => writer.WriteInteger(7))]);
        var result = await _manager.GetAsync(device.Target, [Name], default);
        result.Failure.ShouldBe(SnmpFailure.MalformedAnswer);
        _manager.Counters[DropReason.Malformed].ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_request_leaves_nothing_behind()
    {
        await using var device = new ScriptedDevice((_, _) => []);
        using var cancel = new CancellationTokenSource();
        var request = _manager.GetAsync(device.Target, [Name], cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => request);
        _manager.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task A_thousand_requests_in_flight_each_get_their_own_answer()
    {
        await using var device = new ScriptedDevice((request, _) =>
        {
            var oid = request.Variables[0].Oid;
            return [Packets.Response(request.Header.RequestId, [new VarBind(oid, SnmpValue.FromInteger(oid.Last))])];
        });
        var target = device.Target with { Timing = new SnmpTiming(TimeSpan.FromSeconds(5), 3, 1) };
        var requests = Enumerable.Range(1, 1000).Select(i => _manager.GetAsync(target, [new Oid(1, 3, 6, 9, (uint)i)], default)).ToList();
        var results = await Task.WhenAll(requests);
        results.Select(r => (int)r.Variables.Single().Value.Unsigned).ShouldBe(Enumerable.Range(1, 1000));
    }

    private static byte[] Echo(SnmpPdu request) =>
        Packets.Response(request.Header.RequestId, [.. request.Variables.Select(v => Value(v.Oid))]);

    private static VarBind[] Rows(int count) => [.. Enumerable.Range(1, count).Select(i => Packets.Number($"1.3.6.9.{i}", i))];

    private static VarBind Value(Oid oid) => new(oid, SnmpValue.FromInteger(1));
}
