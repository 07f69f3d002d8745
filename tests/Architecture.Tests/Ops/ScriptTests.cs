using Architecture.Tests.House;

namespace Architecture.Tests.Ops;

public sealed class ScriptTests
{
    public static TheoryData<string> Doors =>
    [
        "ops/up", "ops/down", "ops/test", "ops/bench", "ops/package", "ops/lib/install", "ops/lib/secrets", "ops/lib/postgres",
        "ops/lib/rabbitmq", "ops/lib/guard", "ops/lib/published-smoke", "ops/lib/compare",
    ];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Every_script_explains_itself(string script)
    {
        var (code, output) = await Shell.RunAsync(Path.Combine(Repository.Root, script), "--help");
        code.ShouldBe(0, output);
        output.ShouldContain("  " + script);
        output.ShouldNotContain("/usr/bin/env");
    }

    [Theory]
    [InlineData("ops/up")]
    [InlineData("ops/down")]
    [InlineData("ops/test")]
    [InlineData("ops/package")]
    [InlineData("ops/lib/install")]
    public async Task An_unknown_option_is_refused_before_anything_happens(string script)
    {
        var (code, output) = await Shell.RunAsync(Path.Combine(Repository.Root, script), "--no-such-option");
        code.ShouldBe(1);
        output.ShouldContain("unknown option --no-such-option");
    }

    [Fact]
    public async Task A_pid_that_now_belongs_to_somebody_else_is_left_alone()
    {
        var (code, output) = await Shell.WithCommonAsync("""
            sleep 60 & other=$!
            # Until it is sleep it is this shell still, with all these words in its command line.
            wait_until 20 "no sleep" grep -qx sleep "/proc/$other/comm"
            file="$(mktemp)"; echo "$other" >"$file"
            end_process "$file" /some/where/TicketFlow.TicketServer TERM 1
            kill -0 "$other" && echo "alive"
            [[ -e $file ]] || echo "file gone"
            kill "$other"
            """);
        code.ShouldBe(0, output);
        output.ShouldBe("alive\nfile gone\n");
    }

    [Fact]
    public async Task A_process_of_ours_is_ended_and_one_that_does_not_listen_is_killed()
    {
        var (code, output) = await Shell.WithCommonAsync("""
            file="$(mktemp)"
            sleep 61.25 & echo "$!" >"$file"
            end_process "$file" "sleep 61.25" TERM 20
            gone "$!" && echo "ended"
            : >"$file.out"
            bash -c 'trap "" TERM; echo ready; while :; do sleep 0.1; done # deaf-to-signals' >"$file.out" & echo "$!" >"$file"
            wait_until 20 "not ready" grep -q ready "$file.out"
            end_process "$file" deaf-to-signals TERM 1 2>/dev/null
            gone "$!" && echo "killed"
            rm -f "$file.out"
            """);
        code.ShouldBe(0, output);
        output.ShouldBe("ended\nkilled\n");
    }

    [Fact]
    public async Task A_secret_is_made_once_and_only_its_owner_reads_it()
    {
        var (code, output) = await Shell.WithCommonAsync("""
            dir="$(mktemp -d)/secrets"
            first="$(secret "$dir" one)"; second="$(secret "$dir" one)"; other="$(secret "$dir" two)"
            [[ $first == "$second" && $first != "$other" && ${#first} == 43 && $first =~ ^[A-Za-z0-9_-]+$ ]] && echo "same"
            stat -c %a "$dir" "$dir/one"
            rm -rf "${dir%/secrets}"
            """);
        code.ShouldBe(0, output);
        output.ShouldBe("same\n700\n600\n");
    }

    [Fact]
    public async Task A_wait_that_is_never_fulfilled_fails_with_its_reason()
    {
        var (code, output) = await Shell.WithCommonAsync("wait_until 0 'the printer does not listen' false");
        code.ShouldBe(1);
        output.ShouldBe("error: the printer does not listen\n");
    }

    [Fact]
    public async Task Somebody_elses_broker_needs_both_of_its_addresses()
    {
        var (code, output) = await Shell.RunAsync("env", "TICKETFLOW_RABBITMQ=amqp://u:hunter2@h/v", "ops/up");
        code.ShouldBe(1);
        output.ShouldContain("set TICKETFLOW_RABBITMQ_MANAGEMENT too");
        output.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task The_sample_is_a_document_of_three_pages()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "ops/samples/three-pages.pdf"));
        text.ShouldStartWith("%PDF-1.4\n");
        text.Split("/Type /Page ").Length.ShouldBe(4);
        var table = int.Parse(text.Split("startxref\n")[1].Split('\n')[0]);
        text[table..].ShouldStartWith("xref\n");
    }
}
