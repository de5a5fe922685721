package io.greenlang.patroni.monitor.simulation;
import java.util.*;
import java.util.stream.*;
class Try {
  public static void main(String[] a) {
    if (a[0].equals("time")) {
      int n=Integer.parseInt(a[1]); long t=System.nanoTime();
      Map<String,Integer> by=new TreeMap<>(); Map<String,Long> first=new TreeMap<>();
      for(long s=0;s<n;s++){ Optional<Invariant.Breach> b=Run.breach(RandomScenarios.of(s)); String k=b.map(x->x.rule()).orElse("ok"); by.merge(k,1,Integer::sum); first.putIfAbsent(k,s);}
      System.out.println((System.nanoTime()-t)/1e9+" s"); by.forEach((k,v)->System.out.println(v+"  "+k+"  first "+first.get(k)));
      t=System.nanoTime(); long c=java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(); for(long s=0;s<n;s++) Run.breach(RandomScenarios.of(s), List.of("none")); System.out.println("cpu "+(java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()-c)/1e9);
      System.out.println("full "+(System.nanoTime()-t)/1e9+" s");
    } else if (a[0].equals("hunt")) {
      List<Trouble> t = a.length>3 ? Arrays.stream(a[3].split(",")).map(Trouble::valueOf).toList() : List.of(Trouble.values());
      System.out.println(Hunt.through(LongStream.range(1,Long.parseLong(a[2])), t, a[1].isEmpty()?List.of():List.of(a[1].split("\\|"))).map(f->f.words()).orElse("not found"));
    } else if (a[0].equals("survey")) {
      Map<String,Integer> n=new TreeMap<>(); Map<String,Map.Entry<Long,Invariant.Breach>> first=new TreeMap<>();
      for(long s=Long.parseLong(a[1]);s<Long.parseLong(a[2]);s++) { final long q=s; for(Invariant.Breach b: Run.breaches(RandomScenarios.of(s))) { n.merge(b.rule(),1,Integer::sum); first.putIfAbsent(b.rule(), Map.entry(q,b)); } }
      n.forEach((k,v)->System.out.println(v+" "+k)); System.out.println();
      if (a.length>3) first.forEach((k,v)->{ Scenario sm=Shrinker.shrink(RandomScenarios.of(v.getKey()), v.getValue()); System.out.println("#### "+k+" seed "+v.getKey()+"\n"+Run.breach(sm,List.of(k))+"\n"+sm.code()+"\n"+Run.history(sm)); });
    } else if (a[0].equals("seams")) {
      Object[][] q={{"T2",LeaderTruth.STALE,"PATRONI_KILLED,HOST_LOST,POSTGRES_DOWN"},{"T2b",LeaderTruth.MISSING,"PATRONI_KILLED,HOST_LOST,POSTGRES_DOWN"},{"T2c",LeaderTruth.INVENTED,"PATRONI_KILLED,HOST_LOST,POSTGRES_DOWN"},{"T3",LeaderTruth.FALSE_ALERT,"DCS_FROZEN,DCS_DOWN,PATRONI_KILLED"},{"T5",BlindTruth.HEALTHY,"SQL_UNREADABLE,REST_UNAUTHORIZED,ADDRESS_LOST"},{"T5b",BlindTruth.MISSING,"SQL_UNREADABLE,REST_UNAUTHORIZED,ADDRESS_LOST"},{"T6",SplitBrainTruth.FALSE_ALERT,"ADDRESS_REUSED,HOST_LOST"},{"T9",SplitBrainTruth.MISSING,"PATRONI_KILLED,PATRONI_HUNG,SQL_FLICKERS,SQL_CUT"},{"T11",LabelTruth.FLAPS,"SWITCHOVER,DCS_CUT,POSTGRES_DOWN"},{"T12",FaultTruth.DCS_MISSING,"CLOCK_AHEAD,CLOCK_BEHIND,DCS_DOWN,DCS_CUT"},{"T12b",FaultTruth.DCS_FALSE,"CLOCK_AHEAD,CLOCK_BEHIND,DCS_DOWN,DCS_CUT"},{"T12c",JustAlerts.OVERDUE,"MONITOR_CLOCK_AHEAD,MONITOR_CLOCK_BEHIND"},{"T12d",FaultTruth.DEAD_MISSING,"MONITOR_CLOCK_AHEAD,MONITOR_CLOCK_BEHIND,HOST_LOST"},{"T19",JustAlerts.JUSTIFIED.formatted(Frame.PRIVILEGES),"LOGIN_REFUSED,SWITCHOVER"}};
      for (Object[] x : q) { System.out.println("######## "+x[0]+" "+x[1]+" from "+x[2]); System.out.println(Hunt.through(LongStream.range(1,400), Arrays.stream(((String)x[2]).split(",")).map(Trouble::valueOf).toList(), List.of((String)x[1])).map(f->f.words()).orElse("not found")); }
    } else if (a[0].equals("seed")) {
      System.out.println(Hunt.through(LongStream.of(Long.parseLong(a[1]))).map(f->f.words()).orElse("ok"));
    }
  }
}
