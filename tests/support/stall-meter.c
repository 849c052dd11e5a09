#include "stall-meter.h"

#include <time.h>

static double
read_clock (clockid_t clock)
{
  struct timespec t;

  clock_gettime (clock, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

double
stall_meter_now (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

void
stall_meter_enter (StallMeter *meter)
{
  double took = stall_meter_now () - meter->began_ms;

  double worked = read_clock (CLOCK_THREAD_CPUTIME_ID) - meter->began_cpu_ms;

  if (meter->began_ms == 0)
    return;
  meter->iterations++;
  if (took > meter->worst_ms)
    meter->worst_ms = took;
  if (worked > meter->worst_cpu_ms)
    meter->worst_cpu_ms = worked;
}

void
stall_meter_leave (StallMeter *meter)
{
  meter->began_ms = stall_meter_now ();
  meter->began_cpu_ms = read_clock (CLOCK_THREAD_CPUTIME_ID);
}

void
stall_meter_reset (StallMeter *meter)
{
  meter->iterations = 0;
  meter->worst_ms = meter->worst_cpu_ms = 0;
}
