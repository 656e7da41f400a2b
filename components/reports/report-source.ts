interface ReportedShop {
  shopName: string;
  merchantName: string;
}

export interface ReportSource extends ReportedShop {
  checkId: string;
  causeIndexes: number[];
}

export interface CertificateReportSource extends ReportedShop {
  about: "certificate";
}
